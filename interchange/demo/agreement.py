"""The Agreement of the Demonstration Awarding Body: a text of our own, of the kind that such agreements are."""

TITLE = "Agreement between the awarding body and the centre"
TEXT = """\
# 1. Who agrees

This is an agreement between the awarding body and the centre named on this page. The head of centre accepts \
it for the centre. It can be enforced by either side.

# 2. What the centre promises

The centre helps the awarding body to meet the conditions under which it is recognised. It answers requests \
for information fully and in time, and lets the awarding body and the regulators visit, watch and check.

The centre keeps question papers, candidates' work and results secure, tells nobody a result before the time \
for it, and reports at once whatever may endanger an assessment.

The centre enters candidates under their own names, and makes its entries, marks and claims in time and with \
care.

# 3. The Centre Administrator

The centre names at least one Centre Administrator, better two, who decide who of the centre uses \
Interchange and for what. An administrator has an account and a mail address of their own, and shares \
neither.

The head of centre confirms each administrator and is not one. When an administrator leaves, the centre says \
so at once, in a new agreement that names who follows.

The centre removes people who leave on the day they leave, and reviews who has access each year.

# 4. What the awarding body promises

The awarding body keeps what the centre sends secure and uses it for assessment alone. It tells the centre \
in time what is due, and answers its questions.

The awarding body never asks for a password or a code. It changes nothing about the head of centre or an \
administrator because of a mail or a call, and calls back on the number that it holds.

# 5. How long it lasts

The agreement lasts while the centre is approved. An approval that is not used for two years lapses. The \
awarding body may put a centre on hold when that is needed to protect candidates, and says why.

# 6. Records

The awarding body keeps this text, who returned and accepted it, in what capacity, when and from where, for \
the life of the centre and seven years.
"""
