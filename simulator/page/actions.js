// What a chat says below its name while the bot is busy.

export const ACTIONS = {
  upload_document: "sending a file …",
  upload_photo: "sending a photo …",
  record_video: "recording a video …",
  upload_video: "sending a video …",
  record_voice: "recording …",
  upload_voice: "sending a voice message …",
  choose_sticker: "choosing a sticker …",
  find_location: "finding a place …",
};
