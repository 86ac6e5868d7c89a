// The front door of EventLoop is written here.
