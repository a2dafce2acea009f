"""One small module a report family: which headings it has, and what stands under them."""
