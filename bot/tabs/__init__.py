"""The tabs of the book that Amber owns: what stands in each, and when it is written anew."""
