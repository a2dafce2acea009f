"""A :class:`~reviewer.reading.document.Document` to an :class:`~reviewer.model.Extraction`; pure, no Qt, no SQL."""
