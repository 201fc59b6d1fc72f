"""`bin/check mutants`: wrong rights made on purpose, each of which the tests must notice.

`tables` changes the table of roles and the locks in memory, thousands of times, and asks tests/rights each time.
`mechanisms` changes a line of the code behind the locks, in a child of its own, and runs the tests that mind that line.
"""
