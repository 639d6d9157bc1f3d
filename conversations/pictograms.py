"""One pictogram for one thing, on every screen and in every language.

A person beside a resident can then help without reading. A pictogram never stands alone.
"""

WHEN = "📅"
CALENDAR = "🗓️"
WHERE = "📍"
LINK = "🔗"
PRICE = "💶"
LANGUAGE = "🗣️"
CHILDCARE = "👶"
STEP_FREE = "♿"
WOMEN = "👩"
AGE = "🎂"
PLACES = "🪑"
REMINDER = "🔔"
YES = "✅"
NO = "✖️"
HOME = "🏠"
BACK = "⬅️"
SPEAK = "🌐"
FIND = "🔎"
MINE = "📋"
HELP = "💬"
SETTINGS = "⚙️"
PRIVACY = "🔒"
WAITING = "⏳"
SHARE = "↗️"
BRING = "🎒"
CERTIFICATE = "📄"
CODE = "🎟️"
CHANGE = "✏️"
PEOPLE = "👥"
PERSON = "🙂"
TOPICS = "🧭"
TYPE = "✍️"
DONE = "🎉"
WISH = "⭐"
HELLO = "👋"
SORRY = "🙏"
NEXT = "➡️"
CHOSEN = "✔️"
PREVIOUS = "◀️"
FOLLOWING = "▶️"
BELOW = "👇"
INFO = "ℹ️"
PROVIDER = "🏢"
MORE = "➕"
NEWS = "📣"
PICTURE = "🖼️"
FILE = "📎"
PAUSE = "⏸️"
RESUME = "⏯️"
STOP = "⏹️"
DELETE = "🗑️"
REPORT = "📊"
PHONE = "☎️"
LOOK = "👀"
TEST = "📨"
TEAM = "🧑‍🤝‍🧑"
GROUP = "🗨️"
WARNING = "⚠️"
LOCKED = "🔐"
COPY = "📑"
SERIES = "🔁"
DOOR = "🚪"
OPEN = "⬜"
LESS = "➖"
OFFICE = "📇"
BRING_IN = "📥"
FETCH = "📡"
UNDO = "↩️"
TO_DO = "📝"

TOPIC = {
    "pc_basics": "💻",
    "smartphone": "📱",
    "internet_safety": "🛡️",
    "digital_services": "🏛️",
    "3d_printing": "🖨️",
    "design_production": "✂️",
    "creative": "🎨",
    "e_mobility": "🔌",
    "e_bike": "🚲",
    "career_planning": "🧗",
    "prototype_testing": "🧪",
    "job_application": "💼",
    "network": "🤝",
    "business_digital": "🏪",
    "hr_low_skilled": "🧑‍🏫",
    "office_software": "🗂️",
    "ai": "🤖",
    "coding": "👾",
}
OTHER_TOPIC = "🔹"


def of_topic(slug: str) -> str:
    """Find a topic's pictogram."""
    return TOPIC.get(slug, OTHER_TOPIC)
