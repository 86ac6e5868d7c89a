// The front door of Crypto is written here.
