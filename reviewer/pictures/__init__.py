"""Pictures of figures as plain shapes: one drawing for the window, PNG and SVG. Knows no toolkit."""
