package dev.gatehouse.core.artifacts;

/**
 * What came of an import.
 *
 * @param added versions that were not known
 * @param changed versions of which the other registry says something else now
 * @param same versions of which nothing is new
 * @param odd versions, among all of these, that came with issues
 * @param kept versions that stay as they are because their name belongs to another source here
 */
public record ImportCounts(int added, int changed, int same, int odd, int kept) {
  /** Of nothing. */
  public static final ImportCounts NONE = new ImportCounts(0, 0, 0, 0, 0);

  /** Both together. */
  public ImportCounts plus(ImportCounts other) {
    return new ImportCounts(
        added + other.added,
        changed + other.changed,
        same + other.same,
        odd + other.odd,
        kept + other.kept);
  }
}
