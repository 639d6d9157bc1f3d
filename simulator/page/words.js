// What the app around the chat says, as a phone in that language would; English where nobody has said it yet.

const WORDS = {
  en: { start: "Start", unblock: "Unblock", message: "Message", menu: "Menu", bot: "bot", about: "What can this bot do?", empty: "Press Start to find out." },
  de: { start: "Starten", unblock: "Freigeben", message: "Nachricht", menu: "Menü", bot: "Bot", about: "Was kann dieser Bot?", empty: "Tippen Sie auf „Starten“." },
  ar: { start: "ابدأ", unblock: "إلغاء الحظر", message: "رسالة", menu: "القائمة", bot: "بوت", about: "ماذا يستطيع هذا البوت أن يفعل؟", empty: "اضغطوا على «ابدأ»." },
};

export function words(language = "") {
  return WORDS[language] ?? WORDS[language.split("-")[0]] ?? WORDS.en;
}
