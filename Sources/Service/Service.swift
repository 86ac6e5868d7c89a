// The front door of Service is written here.
