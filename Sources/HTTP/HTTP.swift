// The front door of HTTP is written here.
