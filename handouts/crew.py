"""Workers that are kept busy, and replaced when one of them dies."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from types import TracebackType
from typing import Any, Self, TypeVar

Task = TypeVar("Task")

# Enough that no worker waits, and little to hold.
_AHEAD = 4


class Crew:
    """Workers of an executor, which `pool` opens anew when one has died; `jobs` work side by side.

    `begin` starts a task with an executor.
    """

    def __init__(
        self,
        pool: Callable[[], Executor],
        jobs: int,
        begin: Callable[[Executor, Any], "Future[Any]"],
    ) -> None:
        self._pool, self._ahead, self._begin = pool, jobs * _AHEAD, begin
        self._executor = pool()
        self._broken = False
        self._again: deque[Any] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._executor.shutdown(cancel_futures=True)

    def again(self, tasks: Iterable[object]) -> None:
        """Do these, too, one by one and before all else: one of them may be what kills a worker."""
        self._again.extend(tasks)

    def work(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Any]]:
        """Each task when it is done, with what came of it: None, where its worker died."""
        waiting, running = iter(tasks), dict[Future[Any], Task]()
        while True:
            self._fill(waiting, running)
            if not running and not self._again:
                return
            yield from self._done(running)
            if self._broken and not running:
                self._executor.shutdown(wait=False)
                self._executor, self._broken = self._pool(), False

    def _fill(self, waiting: Iterator[Task], running: dict[Future[Any], Task]) -> None:
        """Hand out tasks until there is enough to do."""
        while not self._broken and len(running) < (1 if self._again else self._ahead):
            task = self._again.popleft() if self._again else next(waiting, None)
            if task is None:
                return
            try:
                running[self._begin(self._executor, task)] = task
            except BrokenExecutor:
                self._again.appendleft(task)
                self._broken = True

    def _done(self, running: dict[Future[Any], Task]) -> Iterator[tuple[Task, Any]]:
        """The tasks that are done, taken out of those that run."""
        wait(running, return_when=FIRST_COMPLETED)
        for future in [future for future in running if future.done()]:
            task = running.pop(future)
            try:
                yield task, future.result()
            except BrokenExecutor:
                self._broken = True
                yield task, None
