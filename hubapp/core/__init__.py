"""Pure domain code: values in, values out. Imports no framework."""
