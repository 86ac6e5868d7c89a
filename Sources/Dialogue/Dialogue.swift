// The front door of Dialogue is written here.
