// The front door of Text is written here.
