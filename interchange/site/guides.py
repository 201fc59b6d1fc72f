"""The guides for users, by the part of their address; each is a page of the same name in templates/site/help/."""

GUIDES = {
    "get-access": "Get access",
    "when-an-administrator-leaves": "When an administrator leaves",
    "manage-users": "Manage users",
    "look-up-codes-and-dates": "Look up codes, dates and boundaries",
    "make-entries": "Make entries",
    "look-at-entries": "Look at entries and print statements",
    "send-files": "Send files from your own system",
    "estimates-and-forecasts": "Estimated entries and forecast grades",
    "enter-marks": "Enter coursework marks",
    "keys": "Keys of the mark sheet",
    "paste-and-upload": "Paste and upload",
    "submit-and-print": "Submit and print",
    "transfers-and-other-sites": "Transfers and other sites",
    "what-you-are-told": "What you are told",
    "messages": "Messages, and something suspicious",
    "together-and-offline": "When two people work at once, offline and signed out",
    "programs": "For the people who look after your systems",
    "awarding-body": "For awarding-body staff",
}
