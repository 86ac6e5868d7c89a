// The front door of Intents is written here.
