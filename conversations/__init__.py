"""What is said: pure dialogs and notices that know neither Telegram nor a database."""
