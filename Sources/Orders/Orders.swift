// The front door of Orders is written here.
