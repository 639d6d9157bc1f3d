"""What storage tells: frozen rows and the protocols that read them. Standard library and locales.text only."""
