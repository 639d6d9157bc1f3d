"""The shell around the conversations: Telegram, time, delivery, settings and the command line."""
