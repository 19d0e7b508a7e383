"""A world around the program in which everything goes wrong that can, again and again, by seed."""
