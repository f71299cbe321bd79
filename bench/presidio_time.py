"""How long presidio-analyzer takes; run by a Python that has it, which need not have this project.

In: JSON on standard input, `texts` and `runs`. Out: JSON on standard output: the median of its seconds for all texts,
and the model that it used, "" for a blank pipeline. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import json
import logging
import statistics
import sys
import tempfile
import time

import spacy  # type: ignore[import-not-found,unused-ignore] # no dependency of this project
import tldextract  # type: ignore[import-not-found,unused-ignore] # likewise
from presidio_analyzer import AnalyzerEngine  # type: ignore[import-not-found,unused-ignore] # likewise
from presidio_analyzer.nlp_engine import NlpEngineProvider  # type: ignore[import-not-found,unused-ignore] # likewise

MODELS = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm")


def main() -> None:
    logging.disable()
    given = json.load(sys.stdin)
    # Its web addresses are checked against a list that it would load at the first text.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    model = next((name for name in MODELS if spacy.util.is_package(name)), "")
    with tempfile.TemporaryDirectory() as folder:
        if not model:
            spacy.blank("en").to_disk(folder)
        settings = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": model or folder}]}
        engine = NlpEngineProvider(nlp_configuration=settings).create_engine()
        analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
        times = [measure(analyzer, given["texts"]) for _ in range(given["runs"])]
    print(json.dumps({"seconds": statistics.median(times), "model": model}))


def measure(analyzer: AnalyzerEngine, texts: list[str]) -> float:
    """Seconds for all texts."""
    started = time.perf_counter()
    for text in texts:
        analyzer.analyze(text, language="en")
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
