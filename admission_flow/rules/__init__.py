"""Pure rules: values in, verdict out. Standard library only; no query, no request, no clock."""
