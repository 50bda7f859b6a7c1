"""What is known of a kind is learnt once, however many ask for it at the same moment."""

import threading
import time

from wmp2020.information.measures import model


def test_many_threads_learn_once(monkeypatch):
    learnt, got = [], []

    def learn(archive, atlas, kind):
        learnt.append(kind)
        time.sleep(0.05)
        return object()

    monkeypatch.setattr(model, "_learn", learn)
    versions = type("Versioned", (), {"version": "of this test"})()
    threads = [threading.Thread(target=lambda: got.append(model.known(versions, versions, "ward"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    model.forget()
    assert learnt == ["ward"]
    assert len(set(map(id, got))) == 1
