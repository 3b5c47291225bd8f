package io.espalier.engine.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.concurrency.BasicAffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;

class PinTest {
  /** Two devices; each thread is on one of them, as in CUDA's. */
  private static class TwoDevices extends BasicAffinityManager {
    final List<Integer> set = new ArrayList<>();
    private final ThreadLocal<Integer> device = ThreadLocal.withInitial(() -> 0);

    @Override
    public void touch(INDArray array) {}

    @Override
    public void touch(DataBuffer buffer) {}

    @Override
    public int getNumberOfDevices() {
      return 2;
    }

    @Override
    public Integer getDeviceForCurrentThread() {
      return device.get();
    }

    @Override
    public void unsafeSetDevice(Integer deviceId) {
      set.add(deviceId);
      device.set(deviceId);
    }
  }

  @Test
  void aThreadThatIsUsedAgainGoesWhereItsNextTaskBelongs() {
    TwoDevices devices = new TwoDevices();
    Pin pin = new Pin(devices);
    pin.to(1);
    pin.to(1);
    pin.to(0);
    assertThat(devices.set).containsExactly(1, 0);
    assertThat(devices.getDeviceForCurrentThread()).isZero();
  }

  @Test
  void threadsArePinnedOneByOne() throws InterruptedException {
    TwoDevices devices = new TwoDevices();
    new Pin(devices).to(1);
    List<Integer> other = new ArrayList<>();
    Thread thread = new Thread(() -> other.add(devices.getDeviceForCurrentThread()));
    thread.start();
    thread.join();
    assertThat(other).containsExactly(0);
  }

  @Test
  void aDeviceThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> new Pin(new TwoDevices()).to(2))
        .isInstanceOf(NoDeviceException.class)
        .hasMessage("CUDA has 2 devices, and no device 2");
  }

  @Test
  void aPinThatDoesNotHoldIsRefused() {
    TwoDevices stubborn =
        new TwoDevices() {
          @Override
          public void unsafeSetDevice(Integer deviceId) {}
        };
    assertThatThrownBy(() -> new Pin(stubborn).to(1))
        .isInstanceOf(NoDeviceException.class)
        .hasMessage("CUDA computes on device 0, not 1");
  }

  @Test
  void theColumnSaysWhereItComputed() {
    assertThat(new Device.Cpu(Optional.empty()).label()).isEqualTo("cpu");
    assertThat(new Device.Cpu(Optional.of("1")).label()).isEqualTo("cpu (gpu 1 assigned)");
    assertThat(new Device.Gpu("1", 0, "Tesla T4").label()).isEqualTo("gpu:1 (Tesla T4)");
  }
}
