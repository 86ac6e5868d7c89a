// The front door of FAQ is written here.
