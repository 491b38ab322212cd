"""What Amber must not forget, in SQL: deliveries, rows on their way to the book, people's own settings."""
