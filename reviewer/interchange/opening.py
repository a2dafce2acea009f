"""Another reviewer's work on the same reports, opened to be read: a store, or a dataset that was exported."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewer.exporting.json_reading import SUFFIXES as DATASETS
from reviewer.exporting.json_reading import DatasetError, read_dataset
from reviewer.store import Store, StoreError


@contextmanager
def opened_to_read(path: Path) -> Iterator[Store]:
    """The store at a path; of a dataset, a store that is made of it for as long as it is needed.

    Raises StoreError where the file is neither, or not whole. Nothing in it is changed, or trusted.
    """
    if not path.is_file():
        raise StoreError(f"There is no file at {path}.")
    if path.suffix.lower() not in DATASETS:
        with Store.open(path, read_only=True) as store:
            yield store
        return
    with (
        tempfile.TemporaryDirectory(prefix="reviewer-") as folder,
        Store.open(Path(folder) / "dataset.sqlite") as store,
    ):
        try:
            store.restore_records(read_dataset(path))
        except DatasetError as error:
            raise StoreError(f"{path.name}: {error}") from error
        except OSError as error:
            raise StoreError(f"{path.name} cannot be opened: {error.strerror or error}.") from error
        yield store
