// The front door of Revisions is written here.
