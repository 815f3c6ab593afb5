"""Compares Itoloc's engine with PyTorch; started by compare, which builds the engine first."""
import argparse
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

BATCH, LOCATIONS, DOMAINS = 32, 100, 16
RATE, LAMBDA, GAMMA, DROPOUT = 0.05, 0.3, 5.0, 0.5
ENGINE = "artifacts/bin/Itoloc.Benchmarks/release/Itoloc.Benchmarks"
MEMORY_FORMATS = {"default": torch.contiguous_format, "channels-last": torch.channels_last}

# Float32 scores after a training step, relative to the largest. Both engines round, each in its own order, and a step
# at this rate multiplies what the gradients differ by.
AGREEMENT = 3e-3


# Seconds of rest before a turn: a process that is given the processor by real-time priority and does not rest by itself
# loses it for 50 ms of every second.
REST = 0.15


class Block(nn.Module):
    """Two convolutions, each with normalisation; a residual block adds the first one's output to the second's."""

    def __init__(self, inputs, outputs, size, residual=False):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, size, padding=size // 2, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, size, padding=size // 2, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.residual = residual

    def forward(self, x):
        y = F.leaky_relu(self.norm1(self.conv1(x)), 0.1, inplace=True)
        z = self.norm2(self.conv2(y))
        return F.leaky_relu(y + z if self.residual else z, 0.1, inplace=True)


class Head(nn.Module):
    """A predictor or the discriminator."""

    def __init__(self, side, channels, size, outputs, dropout, residual=False):
        super().__init__()
        self.block1 = Block(32, 32, size, residual)
        self.block2 = Block(32, channels, size, residual)
        self.fc = nn.Linear((side // 8) ** 2 * channels, outputs)
        self.dropout = dropout

    def forward(self, x):
        x = F.dropout(F.max_pool2d(self.block1(x), 2), self.dropout, self.training)
        return self.fc(F.avg_pool2d(self.block2(x), 2).flatten(1))


class Reversal(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.view_as(x)

    @staticmethod
    def backward(ctx, gradient):
        return -LAMBDA * gradient


class Network(nn.Module):
    """The network of Fig. 8, with the modules in the order of Itoloc's parameters."""

    def __init__(self, side, dropout):
        super().__init__()
        self.extractor = Block(1, 32, 3)
        self.predictor1 = Head(side, 64, 3, LOCATIONS, dropout)
        self.predictor2 = Head(side, 64, 5, LOCATIONS, dropout)
        self.predictor3 = Head(side, 32, 3, LOCATIONS, dropout, residual=True)
        self.discriminator = Head(side, 64, 3, DOMAINS, dropout)
        self.dropout = dropout

    def extract(self, images):
        return F.dropout(F.max_pool2d(self.extractor(images), 2), self.dropout, self.training)

    def predict(self, features):
        return [self.predictor1(features), self.predictor2(features), self.predictor3(features)]

    def discriminate(self, features):
        return self.discriminator(Reversal.apply(features))


class PyTorch:
    """PyTorch's side of the comparison, in one memory format."""

    def __init__(self, side, dropout, folder, memory_format):
        self.network = Network(side, dropout)
        load(self.network, os.path.join(folder, "parameters.bin"))
        self.network.to(memory_format=memory_format)
        images = np.fromfile(os.path.join(folder, "images.bin"), np.float32).reshape(BATCH, 1, side, side)
        self.images = torch.from_numpy(images).contiguous(memory_format=memory_format)
        self.scan = self.images[:1].clone(memory_format=memory_format)
        self.labels = torch.arange(BATCH)
        self.domains = self.labels % DOMAINS
        self.costs = (torch.arange(LOCATIONS)[None, :] - self.labels[:, None]).abs() / LOCATIONS
        self.optimizer = torch.optim.SGD(self.network.parameters(), lr=RATE, momentum=0.9, weight_decay=1e-4)

    def train(self):
        self.set_training(True)
        features = self.network.extract(self.images)
        scores = self.network.predict(features)
        location = sum(F.cross_entropy(s, self.labels) for s in scores)
        spatial = (self.costs * sum(F.softmax(s, 1) for s in scores) / 3).sum(1).mean()
        domain = F.cross_entropy(self.network.discriminate(features), self.domains)
        self.optimizer.zero_grad(set_to_none=True)
        (location + GAMMA * spatial + domain).backward()
        self.optimizer.step()

    def set_training(self, training):
        if self.network.training != training:
            self.network.train(training)

    @torch.inference_mode()
    def locate(self):
        self.set_training(False)
        return sum(F.softmax(s, 1) for s in self.network.predict(self.network.extract(self.scan))) / 3

    @torch.inference_mode()
    def outputs(self):
        self.set_training(False)
        features = self.network.extract(self.images)
        scores = self.network.predict(features) + [self.network.discriminate(features)]
        return np.concatenate([s.flatten().numpy() for s in scores])

    def time(self, measure, times):
        action = {"train": self.train, "locate": self.locate}[measure]
        start = time.perf_counter()
        for _ in range(times):
            action()
        return (time.perf_counter() - start) * 1000


class Itoloc:
    """Itoloc's side: a process that works only while it is asked."""

    def __init__(self, side, threads, dropout, folder):
        self.process = subprocess.Popen(
            [ENGINE, "step", str(side), str(threads), str(dropout), folder],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline() != "ready\n":
            sys.exit("Itoloc.Benchmarks did not start.")

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def time(self, measure, times):
        return float(self.ask(f"{measure} {times}"))

    def outputs(self):
        return np.array(self.ask("outputs").split(), np.float32)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def load(network, path):
    """Copies an Itoloc checkpoint into a network, turning [.., input, output] into PyTorch's layouts."""
    with open(path, "rb") as file:
        data = file.read()
    count, position, arrays = struct.unpack_from("<i", data)[0], 4, {}
    for _ in range(count):
        length = data[position]  # names are shorter than 128 bytes
        name = data[position + 1:position + 1 + length].decode()
        values, = struct.unpack_from("<i", data, position + 1 + length)
        position += 5 + length
        arrays[name] = torch.from_numpy(np.frombuffer(data, np.float32, values, position).copy())
        position += 4 * values
    state = network.state_dict()
    names = {"norm1.weight": "norm1.scale", "norm1.bias": "norm1.shift", "norm2.weight": "norm2.scale",
             "norm2.bias": "norm2.shift", "running_mean": "mean", "running_var": "variance"}
    for key, tensor in state.items():
        if key.endswith("num_batches_tracked"):
            continue
        name = key
        for theirs, ours in names.items():
            name = name.replace(theirs, ours)
        array = arrays.pop(name)
        if tensor.dim() == 4:
            outputs, inputs, size, _ = tensor.shape
            array = array.reshape(size, size, inputs, outputs).permute(3, 2, 0, 1)
        elif key.endswith("fc.weight"):
            outputs, inputs = tensor.shape
            channels = 32 if key.startswith("predictor3") else 64
            grid = round((inputs // channels) ** 0.5)
            array = array.reshape(grid, grid, channels, outputs).permute(3, 2, 0, 1).reshape(outputs, inputs)
        tensor.copy_(array)
    if arrays:
        sys.exit(f"Parameters that PyTorch's network does not have: {list(arrays)}")


def difference(side, threads):
    """The largest relative difference between both engines' scores after a training step without dropout."""
    with tempfile.TemporaryDirectory() as folder:
        engine = Itoloc(side, threads, 0, folder)
        engine.time("train", 1)
        expected = engine.outputs()
        engine.close()
        worst = 0
        for memory_format in MEMORY_FORMATS.values():
            peer = PyTorch(side, 0, folder, memory_format)
            peer.train()
            worst = max(worst, float(np.abs(peer.outputs() - expected).max() / np.abs(expected).max()))
    return worst


def operations(side):
    """Floating-point operations of a step's convolutions done directly: forward, input gradient, weight gradient."""
    total = 0
    for name, module in Network(side, 0).named_modules():
        if isinstance(module, nn.Conv2d):
            pixels = (side // (1 if "extractor" in name else 2 if "block1" in name else 4)) ** 2
            total += (2 if module.in_channels == 1 else 3) * 2 * BATCH * pixels * module.weight.numel()
    return total


def compare(measure, side, threads, seconds, rounds):
    """Median milliseconds of one step or scan: Itoloc, PyTorch default, PyTorch channels-last."""
    with tempfile.TemporaryDirectory() as folder:
        engine = Itoloc(side, threads, DROPOUT, folder)
        sides = [engine] + [PyTorch(side, DROPOUT, folder, memory_format) for memory_format in MEMORY_FORMATS.values()]
        turns = []
        for one in sides:
            # .NET recompiles what runs often, and is given the time.
            times, spent, least = 0, 0.0, 1000 * (max(4 * seconds, 3) if one is engine else seconds)
            while spent < least:
                spent += one.time(measure, 1)
                times += 1
            turns.append(max(1, round(times * seconds * 1000 / spent)))
        taken = [[] for _ in sides]
        for _ in range(rounds):
            for one, times, own in zip(sides, turns, taken):
                time.sleep(REST)
                own.append(one.time(measure, times) / times)
        engine.close()
    return [statistics.median(own) for own in taken]


def main():
    parser = argparse.ArgumentParser(prog="compare", description="Compares Itoloc's engine with PyTorch.")
    add = parser.add_argument
    add("--sides", type=int, nargs="+", default=[32, 64, 128], metavar="N", help="image sides (default: 32 64 128)")
    add("--threads", type=int, nargs="+", default=[1, 2], metavar="N", help="threads for steps (default: 1 2)")
    add("--rounds", type=int, default=3, help="turns each engine takes; medians are printed (default: 3)")
    add("--seconds", type=float, default=0.7, help="length of a turn (default: 0.7)")
    options = parser.parse_args()

    start = time.monotonic()
    peak = subprocess.run([ENGINE, "peak"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    print(f"multiply-add peak: {peak}", flush=True)
    ratios = []
    for measure, threads in [("train", n) for n in options.threads] + [("locate", 1)]:
        torch.set_num_threads(threads)
        for side in options.sides:
            off = difference(side, threads)
            if off > AGREEMENT:
                sys.exit(f"Side {side}, {threads} threads: outputs differ by {off:.1e} of the largest.")
            itoloc, *peers = compare(measure, side, threads, options.seconds, options.rounds)
            name, best = min(zip(MEMORY_FORMATS, peers), key=lambda pair: pair[1])
            ratio = best / itoloc
            title, rate = "one scan located", ""
            if measure == "train":
                title, rate = "step", f" ({operations(side) / itoloc / 1e6:.0f} GFLOP/s)"
                ratios.append(ratio)
            print(f"{title}, side {side}, {threads} thread{'s'[:threads > 1]}: Itoloc {itoloc:.1f} ms{rate}, "
                  f"PyTorch {torch.__version__} {best:.1f} ms ({name}), ratio {ratio:.2f}, outputs agree to {off:.0e}",
                  flush=True)
    print(f"{time.monotonic() - start:.0f} s in all")
    print(f"min-step-ratio {min(ratios):.2f}")


main()
