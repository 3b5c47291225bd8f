package io.espalier.engine;

/**
 * What {@code doctor} says about the numerical libraries of this process.
 *
 * @param backend ND4J's backend, {@code CPU} or {@code CUDA}
 * @param nativeLibrary the classifier of the native library that was loaded, {@code
 *     linux-x86_64-onednn-avx2}, say
 * @param oneDnn whether convolutions take the CPU's fast path
 * @param oneDnnReason why, or why not, in one line
 * @param oneDnnVersion of what images and products of recorded steps are made of; {@code on} where
 *     only the native library has it, {@code off} where nothing has
 * @param blasVendor {@code OPENBLAS} or {@code MKL}
 * @param threads threads of one native operation (OMP)
 * @param cores processors of the machine as the virtual machine sees them
 * @param maxNativeBytes most bytes outside the Java heap; 0 for no limit
 * @param maxHeapBytes most bytes in the Java heap
 * @param gpus driver and cards, or why GPUs are not used
 * @param gpuMissing whether GPUs are not used although they were to be
 */
public record MachineFacts(
    String backend,
    String nativeLibrary,
    boolean oneDnn,
    String oneDnnReason,
    String oneDnnVersion,
    String blasVendor,
    int threads,
    int cores,
    long maxNativeBytes,
    long maxHeapBytes,
    String gpus,
    boolean gpuMissing) {}
