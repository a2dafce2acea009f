"""Another reviewer's work on the same reports, opened to be read: a store, a review bundle or a dataset."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewer.exporting.json_reading import SUFFIXES as DATASETS
from reviewer.exporting.json_reading import DatasetError, read_dataset
from reviewer.interchange.bundles import SUFFIX as BUNDLE
from reviewer.interchange.bundles import read_bundle
from reviewer.interchange.safe import RefusedError
from reviewer.store import Store, StoreError


@contextmanager
def opened_to_read(path: Path) -> Iterator[Store]:
    """The store at a path; of a bundle or a dataset, a store that is made of it for as long as it is needed.

    Raises StoreError where the file is none of these, or not whole. Nothing in it is changed, or trusted.
    """
    if not path.is_file():
        raise StoreError(f"There is no file at {path}.")
    suffix = path.suffix.lower()
    if suffix not in (*DATASETS, BUNDLE):
        with Store.open(path, read_only=True) as store:
            yield store
        return
    with tempfile.TemporaryDirectory(prefix="reviewer-") as folder:
        place = Path(folder) / "colleague.sqlite"
        try:
            bundle = read_bundle(path) if suffix == BUNDLE else None
            with Store.open(place, reviewer=bundle.sender if bundle else None) as store:
                store.restore_records(bundle.incoming.records if bundle else read_dataset(path))
        except (DatasetError, RefusedError) as error:
            raise StoreError(f"{path.name}: {error}") from error
        except OSError as error:
            raise StoreError(f"{path.name} cannot be opened: {error.strerror or error}.") from error
        with Store.open(place, reviewer=bundle.sender if bundle else None, read_only=True) as store:
            yield store
