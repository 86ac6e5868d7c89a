extension DatabaseFolder {
  /// Looks at every kept revision.
  ///
  /// - Parameter deep: Also hash every part's file and every blob in it; reads all of the folder's parts.
  /// - Returns: What is wrong, the live revision's damage first; empty when nothing is.
  /// - Throws: ``FileError`` when the folder cannot be read at all.
  package func verify(deep: Bool) throws -> [Damage] {
    var damages: [Damage] = []
    var seen: Set<String> = []
    var numbers = try manifestNumbers()
    do {
      if let current = try currentNumber() {
        numbers.removeAll { $0 == current }
        numbers.append(current)
      }
    } catch let damage as Damage {
      damages.append(damage)
    }
    for number in numbers.reversed() {
      do {
        for (kind, reference) in try manifest(number).parts.sorted(by: { $0.key < $1.key }) {
          let path = path(of: kind, reference.sha256)
          guard seen.insert(path).inserted else { continue }
          if let damage = try damage(of: kind, reference, path, deep: deep) { damages.append(damage) }
        }
      } catch let damage as Damage {
        damages.append(damage)
      } catch FolderError.noRevision {
        let detail = "names revision \(number), which has no manifest"
        damages.append(Damage(kind: .badCurrent, path: currentPath, detail: detail))
      }
    }
    return damages
  }

  private func damage(
    of kind: PartKind, _ reference: Manifest.Part, _ path: String, deep: Bool
  ) throws -> Damage? {
    do {
      let part = try Part(path: path, kind: kind, reference: reference)
      if deep { try part.verify() }
      return nil
    } catch let damage as Damage {
      return damage
    }
  }
}
