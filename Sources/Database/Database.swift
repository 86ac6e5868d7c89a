// The front door of Database is written here.
