package io.espalier.driver.report;

import java.util.Base64;

/** Pictures within the page, as long as it has room for them. */
final class InlinePictures {
  /** Bytes of pictures in one page, at most; as text they are a third more. */
  private static final int ROOM = 2_500_000;

  private int used;

  /**
   * A picture for the page; one for which there is no room any more is named alone.
   *
   * @param png empty where it was not drawn
   */
  PageView.PagePicture of(ReportPicture picture, byte[] png) {
    boolean fits = png.length > 0 && used + png.length <= ROOM;
    used += fits ? png.length : 0;
    return new PageView.PagePicture(
        picture.caption(),
        ReportFolder.PICTURES + "/" + picture.name(),
        fits ? "data:image/png;base64," + Base64.getEncoder().encodeToString(png) : "");
  }
}
