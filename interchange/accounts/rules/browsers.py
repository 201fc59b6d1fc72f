"""What a browser is called."""

BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
DEVICES = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "CrOS": "Chromebook", "Windows": "Windows", "Mac": "Mac",
    "Linux": "Linux",
}  # fmt: skip


def browser_family(user_agent: str) -> str:
    """What people recognise a browser by, such as "Firefox on Windows"; no version, nothing else that identifies."""
    browser = next((name for mark, name in BROWSERS.items() if f"{mark}/" in user_agent), "")
    device = next((name for mark, name in DEVICES.items() if mark in user_agent), "")
    if browser and device:
        return f"{browser} on {device}"
    return browser or device or "an unknown browser"
