private import Glibc

/// Work on pieces, done by several threads at once, whose results come back in the order in which the pieces were given.
///
/// One thread gives the pieces and takes the results. While the next result is not there, it works on a piece that waits
/// itself, so that the work is shared out evenly however long each side takes, and without any threads it is done all
/// the same. Threads start with the second piece: one alone is not worth a thread. The results do not depend on how many
/// threads there are, as long as the result of a piece does not depend on which thread it is made by.
///
/// `@unchecked`: every stored property that changes is touched under `mutex`, or by the giving thread only.
package final class OrderedWork<Piece: Sendable, Result: Sendable>: @unchecked Sendable {
  private enum Place {
    case waiting(Piece)
    case underWay
    case done(Result)
  }

  private let threads: Int
  private let name: String
  private let worker: @Sendable () -> (Piece) -> Result
  private let own: (Piece) -> Result
  /// Pieces that were given and whose results were not taken, the oldest first.
  private var places: [Place] = []
  /// Number of the oldest, and of the first that waits; they count up from zero.
  private var oldest = 0
  private var nextWaiting = 0
  private var isClosed = false
  /// The giving thread's own: results it has not taken, and what it started.
  private var outstanding = 0
  private var running: [NamedThread] = []
  private var isStarted = false
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// - Parameters:
  ///   - threads: Beside the giving one; as many as the system grants.
  ///   - name: As that of ``NamedThread``.
  ///   - own: Does a piece on the giving thread.
  ///   - worker: Called once on each thread, for what does the pieces there.
  package init(
    threads: Int = Processors.usualThreads, name: String, own: @escaping (Piece) -> Result,
    worker: @escaping @Sendable () -> (Piece) -> Result
  ) {
    self.threads = max(0, threads)
    self.name = name
    self.own = own
    self.worker = worker
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    precondition(running.isEmpty, "whoever gives pieces closes")
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Pieces that may be under way: enough to keep every thread at work while results are taken.
  private var most: Int { 2 * threads + 2 }

  /// Gives a piece, after making room for it.
  ///
  /// - Parameter take: Takes the results of earlier pieces, in their order.
  package func add(_ piece: Piece, _ take: (Result) throws -> Void) rethrows {
    startThreads()
    while outstanding >= most { try take(next()) }
    outstanding += 1
    locked {
      places.append(.waiting(piece))
      pthread_cond_broadcast(changed)
    }
  }

  /// Takes the results that are left.
  package func finish(_ take: (Result) throws -> Void) rethrows {
    while outstanding > 0 { try take(next()) }
  }

  /// Ends the threads and waits for them; what waits is dropped. To be called whatever happened.
  package func close() {
    locked {
      isClosed = true
      nextWaiting = oldest + places.count
      pthread_cond_broadcast(changed)
    }
    for thread in running { thread.join() }
    running = []
  }

  /// Whether what waits will never begin.
  var isClosing: Bool { locked { isClosed } }

  private func startThreads() {
    guard !isStarted, outstanding > 0 else { return }
    isStarted = true
    for _ in 0..<threads {
      // Without a thread more, the others do its work.
      guard let thread = try? NamedThread(name: name, { [self] in work() }) else { return }
      running.append(thread)
    }
  }

  private func work() {
    let work = worker()
    while let (number, piece) = waitForPiece() { store(work(piece), number) }
  }

  /// The next piece that waits; `nil` when there will be none.
  private func waitForPiece() -> (Int, Piece)? {
    locked {
      while true {
        if let piece = takePiece() { return piece }
        if isClosed { return nil }
        pthread_cond_wait(changed, mutex)
      }
    }
  }

  private func store(_ result: Result, _ number: Int) {
    locked {
      places[number - oldest] = .done(result)
      pthread_cond_broadcast(changed)
    }
  }

  /// The result of the oldest piece.
  private func next() -> Result {
    while true {
      let piece: (number: Int, piece: Piece)? = locked {
        while true {
          if case .done = places[0] { return nil }
          if let piece = takePiece() { return piece }
          pthread_cond_wait(changed, mutex)
        }
      }
      guard let piece else { break }
      store(own(piece.piece), piece.number)
    }
    return locked {
      guard case .done(let result) = places.removeFirst() else {
        preconditionFailure("only this thread removes a place, and it saw that this one is done")
      }
      oldest += 1
      outstanding -= 1
      return result
    }
  }

  // MARK: Under the mutex

  private func takePiece() -> (Int, Piece)? {
    let place = nextWaiting - oldest
    guard place < places.count, !isClosed, case .waiting(let piece) = places[place] else { return nil }
    places[place] = .underWay
    nextWaiting += 1
    return (nextWaiting - 1, piece)
  }

  private func locked<Value>(_ body: () -> Value) -> Value {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }
}
