package io.espalier.driver.report;

import java.util.Base64;
import java.util.Iterator;
import java.util.List;

/** Pictures within the page, as long as it has room for them. */
final class InlinePictures {
  /** Bytes of pictures in one page, at most; as text they are a third more. */
  private static final int ROOM = 2_500_000;

  private int used;

  /**
   * Pictures for the page; those for which there is no room any more are named alone.
   *
   * @param pngs the next of them are the pictures'; empty where one was not drawn
   */
  List<PageView.PagePicture> of(List<ReportPicture> pictures, Iterator<byte[]> pngs) {
    return pictures.stream().map(picture -> of(picture, pngs.next())).toList();
  }

  private PageView.PagePicture of(ReportPicture picture, byte[] png) {
    boolean fits = png.length > 0 && used + png.length <= ROOM;
    used += fits ? png.length : 0;
    return new PageView.PagePicture(
        picture.caption(),
        ReportFolder.PICTURES + "/" + picture.name(),
        fits ? "data:image/png;base64," + Base64.getEncoder().encodeToString(png) : "");
  }
}
