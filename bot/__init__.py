"""The running program: settings, command line, wiring."""
