"""What can be learnt from reviews: how far raters agree."""
