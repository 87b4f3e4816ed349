"""What is inside a file, one module a kind: each reads it as far as it must to know, and raises Unfit."""
