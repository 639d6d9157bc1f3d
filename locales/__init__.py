"""How it is said: gettext catalogues and the modules that read them."""
