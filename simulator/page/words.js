// What the app around the chat says, as a phone in that language would; English where nobody has said it yet.

const WORDS = {
  en: { start: "Start", unblock: "Unblock", message: "Message", menu: "Menu", bot: "bot", about: "What can this bot do?", empty: "Press Start to find out.", pinned: "Pinned message", reply: "Reply", chats: "Chats", blocked: "you blocked this bot", typing: "typing …" },
  de: { start: "Starten", unblock: "Freigeben", message: "Nachricht", menu: "Menü", bot: "Bot", about: "Was kann dieser Bot?", empty: "Tippen Sie auf „Starten“.", pinned: "Angeheftete Nachricht", reply: "Antworten", chats: "Chats", blocked: "Sie haben diesen Bot blockiert", typing: "schreibt …" },
  ar: { start: "ابدأ", unblock: "إلغاء الحظر", message: "رسالة", menu: "القائمة", bot: "بوت", about: "ماذا يستطيع هذا البوت أن يفعل؟", empty: "اضغطوا على «ابدأ».", pinned: "رسالة مثبتة", reply: "رد", chats: "المحادثات", blocked: "لقد حظرت هذا البوت", typing: "يكتب …" },
  tr: { start: "Başlat", unblock: "Engeli kaldır", message: "Mesaj", menu: "Menü", bot: "bot", about: "Bu bot ne yapabilir?", pinned: "Sabitlenmiş mesaj", reply: "Yanıtla", chats: "Sohbetler", typing: "yazıyor …" },
  uk: { start: "Почати", unblock: "Розблокувати", message: "Повідомлення", menu: "Меню", bot: "бот", about: "Що вміє цей бот?", pinned: "Закріплене повідомлення", reply: "Відповісти", chats: "Чати", typing: "друкує …" },
  ru: { start: "Начать", unblock: "Разблокировать", message: "Сообщение", menu: "Меню", bot: "бот", about: "Что умеет этот бот?", pinned: "Закреплённое сообщение", reply: "Ответить", chats: "Чаты", typing: "печатает …" },
  fa: { start: "شروع", unblock: "رفع انسداد", message: "پیام", menu: "منو", bot: "ربات", about: "این ربات چه کاری می‌تواند انجام دهد؟", pinned: "پیام سنجاق‌شده", reply: "پاسخ", chats: "گفتگوها", typing: "در حال نوشتن …" },
  fr: { start: "Démarrer", unblock: "Débloquer", message: "Message", menu: "Menu", bot: "bot", about: "Que peut faire ce bot ?", pinned: "Message épinglé", reply: "Répondre", chats: "Discussions", typing: "écrit …" },
  es: { start: "Iniciar", unblock: "Desbloquear", message: "Mensaje", menu: "Menú", bot: "bot", about: "¿Qué puede hacer este bot?", pinned: "Mensaje anclado", reply: "Responder", chats: "Chats", typing: "escribiendo …" },
  it: { start: "Avvia", unblock: "Sblocca", message: "Messaggio", menu: "Menu", bot: "bot", about: "Cosa può fare questo bot?", pinned: "Messaggio fissato", reply: "Rispondi", chats: "Chat", typing: "sta scrivendo …" },
  pl: { start: "Rozpocznij", unblock: "Odblokuj", message: "Wiadomość", menu: "Menu", bot: "bot", about: "Co potrafi ten bot?", pinned: "Przypięta wiadomość", reply: "Odpowiedz", chats: "Czaty", typing: "pisze …" },
};
const RIGHT_TO_LEFT = new Set(["ar", "fa", "ur", "he", "ckb", "ps", "ug", "yi", "sd", "dv"]);

export function words(language = "") {
  const base = language.split("-")[0];
  return { ...WORDS.en, ...(WORDS[language] ?? WORDS[base]), dir: RIGHT_TO_LEFT.has(base) ? "rtl" : "ltr" };
}
