private import Glibc

/// Work of one kind that is done at the same time, a thread each: for training, where two networks know nothing of each other.
enum SideBySide {
  /// The results by number. The last piece is done on the caller's thread.
  ///
  /// - Parameter body: Shares nothing that it changes.
  static func map<Result>(_ count: Int, _ body: (_ number: Int) -> Result) -> [Result] {
    withoutActuallyEscaping(body) { body in
      let pieces = (0..<count).map { number in Piece { body(number) } }
      for piece in pieces.dropLast() { piece.start() }
      pieces.last?.run()
      return pieces.map { $0.result() }
    }
  }

  /// Two different pieces of work; the second is done on the caller's thread.
  static func both<Left, Right>(_ left: () -> Left, _ right: () -> Right) -> (left: Left, right: Right) {
    let results = map(2) { $0 == 0 ? Either<Left, Right>.left(left()) : .right(right()) }
    guard case .left(let first) = results[0], case .right(let second) = results[1] else {
      preconditionFailure("results come in the order of their numbers")
    }
    return (first, second)
  }

  private enum Either<Left, Right> {
    case left(Left)
    case right(Right)
  }

  /// One piece of work; touched by its own thread until that is joined.
  private final class Piece<Result> {
    private let work: () -> Result
    private var outcome: Result?
    private var thread: pthread_t?

    init(_ work: @escaping () -> Result) { self.work = work }

    func run() { outcome = work() }

    /// Without a thread to be had, the work is done when its result is asked for.
    func start() {
      var thread = pthread_t()
      let piece = Unmanaged.passRetained(AnyPiece(run))
      let code = pthread_create(
        &thread, nil,
        { argument in
          Unmanaged<AnyPiece>.fromOpaque(argument!).takeRetainedValue().run()
          return nil
        }, piece.toOpaque())
      if code == 0 { self.thread = thread } else { piece.release() }
    }

    func result() -> Result {
      if let thread { pthread_join(thread, nil) }
      if outcome == nil { run() }
      return outcome!
    }
  }

  /// What a thread is handed: a C function cannot be generic.
  private final class AnyPiece {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }
}
