// The grey lines between bubbles: who came, what was pinned, which topic was opened.

import { h } from "./dom.js";
import { snippet } from "./bubble.js";

const SAYS = {
  pinned_message: (pinned, who) => `${who} pinned “${snippet(pinned)}”`,
  forum_topic_created: (topic) => `Topic “${topic.name}” was opened`,
  forum_topic_edited: (topic) => (topic.name ? `The topic is now called “${topic.name}”` : "The topic has another icon"),
  forum_topic_closed: () => "The topic was closed",
  forum_topic_reopened: () => "The topic was opened again",
  general_forum_topic_hidden: () => "The general topic was hidden",
  general_forum_topic_unhidden: () => "The general topic is shown again",
  new_chat_members: (people, who, message) => joined(people, who, message),
  left_chat_member: (person, who, { from }) => (from?.id === person.id ? `${person.first_name} left` : `${who} removed ${person.first_name}`),
  new_chat_title: (title, who) => `${who} named the group “${title}”`,
  new_chat_photo: (photo, who) => `${who} changed the picture of the group`,
  delete_chat_photo: (yes, who) => `${who} removed the picture of the group`,
  group_chat_created: (yes, who) => `${who} made the group`,
  supergroup_chat_created: () => "The group was made",
  channel_chat_created: () => "The channel was made",
  migrate_to_chat_id: () => "The group became a supergroup; the talk goes on there",
  migrate_from_chat_id: () => "The group became a supergroup",
  message_auto_delete_timer_changed: () => "Messages are now deleted after a while",
  users_shared: () => "People were shared with the bot",
  chat_shared: () => "A chat was shared with the bot",
  web_app_data: (data) => `Data was sent to the bot: ${data.button_text}`,
  write_access_allowed: () => "The bot may write now",
  boost_added: (boost, who) => `${who} boosted the group`,
};

export function serviceLine(message, chat) {
  const kind = Object.keys(SAYS).find((key) => message[key] !== undefined);
  if (!kind) return null;
  const who = message.from?.first_name ?? message.sender_chat?.title ?? chat.title();
  const words = SAYS[kind](message[kind], who, message);
  const props = { class: "service", dir: "auto", "data-testid": "service", "data-message-id": message.message_id };
  if (kind !== "pinned_message") return h("p", props, words);
  return h("p", props, h("button", { type: "button", class: "link", onclick: () => chat.show(message.pinned_message.message_id) }, words));
}

function joined(people, who, { from }) {
  const names = people.map((person) => person.first_name).join(", ");
  return people.length === 1 && people[0].id === from?.id ? `${names} joined` : `${who} added ${names}`;
}
