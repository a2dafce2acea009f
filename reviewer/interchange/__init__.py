"""What other programs wrote, brought into the store: projects, codebooks, other machines' findings."""
