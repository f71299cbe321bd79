"""What the commands of the command line share, and the commands beside build and check."""
