// The front door of Patterns is written here.
