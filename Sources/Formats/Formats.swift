// The front door of Formats is written here.
