"""Web annotations, Label Studio, doccano, LangExtract, brat: read back, by their own readers where installed.

``anno-context.json`` holds the terms of the Web Annotation Vocabulary (W3C Recommendation, appendix A of the
model) that an export may use, so that nothing is fetched.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.exporting import export
from reviewer.exporting.brat import fragments
from reviewer.store import Store
from tests import factories
from tests.factories import at

DATA = Path(__file__).parent / "data"
OA = "http://www.w3.org/ns/oa#"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def standing(store: Store) -> dict[str, list[Any]]:
    """The findings that were not rejected, by the hash of the file."""
    return {
        row.source_sha256: [one for one in store.findings(row.id) if one.decision != "rejected"]
        for row in store.reports()
    }


# -- W3C Web Annotation


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for one in value.values():
            yield from keys(one)
    elif isinstance(value, list):
        for one in value:
            yield from keys(one)


def check_annotations(store: Store, folder: Path) -> list[dict[str, Any]]:
    jsonld = pytest.importorskip("pyld.jsonld")
    (path,) = export(store, "webannotation", folder)
    collection = json.loads(path.read_text(encoding="utf-8"))
    context = json.loads((DATA / "anno-context.json").read_text(encoding="utf-8"))
    assert set(keys(collection)) <= set(context["@context"]) | {"@context"}

    def loader(url: str, options: object) -> dict[str, object]:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {"contextUrl": None, "documentUrl": url, "document": context}

    (expanded,) = jsonld.expand(collection, {"documentLoader": loader})
    assert expanded["@type"] == ["http://www.w3.org/ns/activitystreams#OrderedCollection"]
    (page,) = expanded["http://www.w3.org/ns/activitystreams#first"]
    items = page["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert len(items) == collection["total"] == len(collection["first"]["items"])
    for item in items:
        assert item["@type"] == [OA + "Annotation"]
        assert item[OA + "motivatedBy"] == [{"@id": OA + "classifying"}]
        assert item[OA + "hasTarget"]
        for body in item[OA + "hasBody"]:
            assert body[OA + "hasPurpose"][0]["@id"].startswith(OA)
    assert len({item["@id"] for item in items}) == len(items)
    texts = {row.source_name: store.source_text(row.id).text for row in store.reports()}
    for annotation in collection["first"]["items"]:
        for target in annotation["target"]:
            position, quote = target["selector"]
            text = texts[target["source"]["name"]]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert text[: position["start"]].endswith(quote["prefix"])
            assert text[position["end"] :].startswith(quote["suffix"])
    found: list[dict[str, Any]] = collection["first"]["items"]
    return found


def test_web_annotations(store: Store, tmp_path: Path) -> None:
    found = check_annotations(store, tmp_path)
    assert len(found) == sum(
        len(store.findings(row.id)) + len(store.judgements(row.id)) for row in store.reports()
    )
    reworded = next(one for one in found if any(body["purpose"] == "editing" for body in one["body"]))
    assert reworded["target"][0]["selector"][1]["exact"] == "Social workers see children often"
    assert reworded["creator"]["name"] == "ada"
    values = [body["value"] for body in reworded["body"]]
    assert values[:3] == ["Kind: Strength", "Theme: Workforce", "Polarity: Mixed"]
    comments = [b["value"] for one in found for b in one["body"] if b["purpose"] == "commenting"]
    assert comments == [
        "Follow-up: Ask for figures: Bo Lind: 2026-05-01",
        "Compare with 2021.",
        "Ask the board.",
    ]


# -- Label Studio


def check_label_studio(store: Store, folder: Path) -> list[dict[str, Any]]:
    path, config = export(store, "labelstudio", folder)
    tasks: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    xml = config.read_text(encoding="utf-8")
    for task in tasks:
        for result in [*task["predictions"], *task["annotations"]]:
            ids = {region.get("id") for region in result["result"]}
            for region in result["result"]:
                if region["type"] == "relation":
                    assert {region["from_id"], region["to_id"]} <= ids
                    continue
                value = region["value"]
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
                assert all(f'value="{one}"' in xml for one in value[region["type"]])
                assert f'name="{region["from_name"]}"' in xml
    return tasks


def test_label_studio_tasks(store: Store, tmp_path: Path) -> None:
    ashby, northmere = check_label_studio(store, tmp_path)
    assert ashby["annotations"] == []
    kinds = [one for one in ashby["predictions"][0]["result"] if one.get("from_name") == "kind"]
    assert len(kinds) == 7
    relations = [one for one in ashby["predictions"][0]["result"] if one["type"] == "relation"]
    assert len(relations) == 1
    reviewed = northmere["annotations"][0]["result"]
    first = [
        one for one in reviewed if one.get("value", {}).get("text") == "Social workers see children often"
    ]
    assert [(one["from_name"], one["value"][one["type"]]) for one in first] == [
        ("kind", ["strength"]),
        ("theme", ["workforce"]),
        ("polarity", ["mixed"]),
    ]
    assert not any("Return interviews" in one.get("value", {}).get("text", "") for one in reviewed)


def label_studio_accepts(folder: Path) -> int:
    """How many results Label Studio's own library finds valid; fails where one is not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from label_studio_sdk.label_interface import LabelInterface

        interface = LabelInterface((folder / "labelstudio-config.xml").read_text(encoding="utf-8"))
        interface.validate()
        count = 0
        for task in json.loads((folder / "labelstudio.json").read_text(encoding="utf-8")):
            assert interface.validate_task({"data": task["data"]})
            for prediction in task["predictions"]:
                assert interface.validate_prediction(prediction, return_errors=True) == []
                count += 1
            for annotation in task["annotations"]:
                assert interface.validate_annotation(annotation)
                count += 1
    return count


STORES = ["store", "sample", pytest.param("published", marks=pytest.mark.corpus)]


@pytest.mark.parametrize("name", STORES)
def test_label_studio_reads_its_tasks(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    pytest.importorskip("label_studio_sdk", reason="needs label-studio-sdk")
    store: Store = request.getfixturevalue(name)
    export(store, "labelstudio", tmp_path)
    assert label_studio_accepts(tmp_path) > len(store.reports())


# -- doccano


def check_doccano(store: Store, folder: Path) -> None:
    expected = standing(store)
    for path in export(store, "doccano", folder):
        field = path.stem.removeprefix("doccano-")
        documents = lines(path)
        assert len(documents) == len(expected)
        for document in documents:
            findings = expected[document["source_sha256"]]
            assert document["label"] == [
                [start, end, getattr(one, field)] for one in findings for start, end in one.spans
            ]
            for start, end, label in document["label"]:
                assert document["text"][start:end].strip()
                assert label


def test_doccano(store: Store, tmp_path: Path) -> None:
    check_doccano(store, tmp_path)
    assert [path.name for path in export(store, "doccano", tmp_path)] == [
        "doccano-kind.jsonl",
        "doccano-theme.jsonl",
        "doccano-polarity.jsonl",
    ]


# -- LangExtract


def check_langextract(store: Store, folder: Path) -> list[dict[str, Any]]:
    (path,) = export(store, "langextract", folder)
    documents = lines(path)
    expected = standing(store)
    for document in documents:
        spans = [span for one in expected[document["document_id"]] for span in one.spans]
        found = [
            (one["char_interval"]["start_pos"], one["char_interval"]["end_pos"])
            for one in document["extractions"]
        ]
        assert found == spans
        for one, (start, end) in zip(document["extractions"], spans, strict=True):
            assert document["text"][start:end] == one["extraction_text"]
    return documents


def test_langextract(store: Store, tmp_path: Path) -> None:
    _, northmere = check_langextract(store, tmp_path)
    first = northmere["extractions"][1]
    assert first["extraction_class"] == "strength"
    assert first["attributes"]["theme"] == "workforce"
    assert first["attributes"]["wording"] == "Social workers know children."
    parts = [one["group_index"] for one in northmere["extractions"] if "part" in one["attributes"]]
    assert len(parts) == 2
    assert len(set(parts)) == 1


@pytest.mark.parametrize("name", STORES)
def test_langextract_reads_its_documents(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    pytest.importorskip("langextract", reason="needs langextract")
    store: Store = request.getfixturevalue(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from langextract import io as reader

        (path,) = export(store, "langextract", tmp_path)
        documents = list(reader.load_annotated_documents_jsonl(path, show_progress=False))
    assert [len(one.extractions) for one in documents] == [len(one["extractions"]) for one in lines(path)]
    for document in documents:
        for one in document.extractions:
            place = document.text[one.char_interval.start_pos : one.char_interval.end_pos]
            assert place == one.extraction_text
            assert one.alignment_status.value == "match_exact"


# -- brat

TEXT_BOUND = re.compile(r"T(\d+)\t([\w-]+) (\d+ \d+(?:;\d+ \d+)*)\t([^\t\n]+)")
ATTRIBUTE = re.compile(r"A\d+\t(\w+) T(\d+) ([\w-]+)")
REMARK = re.compile(r"#\d+\tAnnotatorNotes T(\d+)\t([^\t\n]+)")


def check_brat(store: Store, folder: Path) -> None:
    paths = export(store, "brat", folder)
    configuration = paths.pop().read_text(encoding="utf-8")
    assert re.findall(r"^\[(\w+)\]$", configuration, re.MULTILINE) == [
        "entities",
        "relations",
        "events",
        "attributes",
    ]
    entities = configuration.partition("[relations]")[0].split()[1:]
    values = dict(re.findall(r"^(\w+)\tArg:<ENTITY>, Value:(\S+)$", configuration, re.MULTILINE))
    total = 0
    for text_path, notes_path in zip(paths[::2], paths[1::2], strict=True):
        assert text_path.with_suffix(".ann") == notes_path
        text = text_path.read_bytes().decode("utf-8")
        known = set()
        for line in notes_path.read_bytes().decode("utf-8").removesuffix("\n").split("\n"):
            if found := TEXT_BOUND.fullmatch(line):
                known.add(found[1])
                assert found[2] in entities
                places = [tuple(map(int, place.split())) for place in found[3].split(";")]
                assert places == sorted(places)
                words = " ".join(text[start:end] for start, end in places)
                assert re.sub(r"[\t\v\f\x1c-\x1e\x85\u2028\u2029]", " ", words) == found[4]
                assert not any("\n" in text[start:end] for start, end in places)
                total += 1
            elif found := ATTRIBUTE.fullmatch(line):
                assert found[2] in known
                assert found[3] in values[found[1]].split("|")
            else:
                found = REMARK.fullmatch(line)
                assert found is not None, line
                assert found[1] in known
    assert total == sum(map(len, standing(store).values()))


def test_brat(store: Store, tmp_path: Path) -> None:
    check_brat(store, tmp_path)
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("northmere-*.ann"))
    assert "AnnotatorNotes T2\tReworded: Social workers know children." in written
    assert ";" in written


def test_a_passage_over_a_line_end_is_discontinuous() -> None:
    start = at("2. Managers")[0]
    end = at("reviews are thin.")[1]
    found = fragments(factories.TEXT, ((start, end),))
    assert [factories.TEXT[left:right] for left, right in found] == [
        "2. Managers hold reviews on time, but the records of these",
        factories.FOOTER,
        "reviews are thin.",
    ]


# -- real reports


def check_all(store: Store, folder: Path) -> None:
    check_annotations(store, folder)
    check_label_studio(store, folder)
    check_doccano(store, folder)
    check_langextract(store, folder)
    check_brat(store, folder)


def test_the_sample_project(sample: Store, tmp_path: Path) -> None:
    check_all(sample, tmp_path)


@pytest.mark.corpus
def test_published_reports(published: Store, tmp_path: Path) -> None:
    check_all(published, tmp_path)
