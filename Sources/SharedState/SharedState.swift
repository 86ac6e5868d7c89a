// The front door of SharedState is written here.
