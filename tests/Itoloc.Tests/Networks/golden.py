#!/usr/bin/python3
"""Writes golden.json: what PyTorch makes of the network that ItolocNetworkGoldenTests builds.

Needs PyTorch (Debian: apt install python3-torch; made with 1.13.1). Run it in this folder:  /usr/bin/python3 golden.py

Everything is computed in float64, from float32 values that both sides draw from the same linear congruential
generator, so that differences are the engine's own rounding. Parameters keep the engine's layouts, [row, column, input
channel, output channel] and [input, output]; the forward pass turns them round, and so their gradients come out right.
"""
import json

import numpy as np
import torch
import torch.nn.functional as F

SIDE, BATCH, LOCATIONS, DOMAINS = 16, 4, 5, 3
RATE, LAMBDA, GAMMA, STEPS = 0.05, 0.3, 5.0, 10
WHOLE = 1300  # gradients with more values than this are stored as three figures

torch.set_default_dtype(torch.float64)


class Generator:
    """Values from -1 to 1 that float32 holds exactly."""

    def __init__(self, seed):
        self.state = seed

    def draw(self, count):
        values = np.empty(count, np.float32)
        for i in range(count):
            self.state = (1664525 * self.state + 1013904223) & 0xFFFFFFFF
            values[i] = (self.state >> 8) * 2.0**-23 - 1
        return values


class Reversal(torch.autograd.Function):
    @staticmethod
    def forward(ctx, features):
        return features.view_as(features)

    @staticmethod
    def backward(ctx, gradient):
        return -LAMBDA * gradient


def layout():
    """Names and shapes of all parameters, in the network's order."""
    def conv(name, number, size, inputs, outputs):
        yield f"{name}.conv{number}.weight", (size, size, inputs, outputs)
        for kind in ("scale", "shift", "mean", "variance"):
            yield f"{name}.norm{number}.{kind}", (outputs,)

    def block(name, size, inputs, outputs):
        yield from conv(name, 1, size, inputs, outputs)
        yield from conv(name, 2, size, outputs, outputs)

    def module(name, size, channels, outputs):
        yield from block(f"{name}.block1", size, 32, 32)
        yield from block(f"{name}.block2", size, 32, channels)
        yield f"{name}.fc.weight", ((SIDE // 8) ** 2 * channels, outputs)
        yield f"{name}.fc.bias", (outputs,)

    yield from block("extractor", 3, 1, 32)
    yield from module("predictor1", 3, 64, LOCATIONS)
    yield from module("predictor2", 5, 64, LOCATIONS)
    yield from module("predictor3", 3, 32, LOCATIONS)
    yield from module("discriminator", 3, 64, DOMAINS)


def first_values(generator):
    centre = {"weight": 0, "scale": 1, "shift": 0, "mean": 0, "variance": 1, "bias": 0}
    spread = {"weight": 0.1, "scale": 0.2, "shift": 0.2, "mean": 0.1, "variance": 0.2, "bias": 0.1}
    parameters = {}
    for name, shape in layout():
        kind = name.rsplit(".", 1)[1]
        values = np.float32(centre[kind]) + np.float32(spread[kind]) * generator.draw(int(np.prod(shape)))
        parameters[name] = torch.tensor(values.astype(np.float64).reshape(shape))
        parameters[name].requires_grad = kind not in ("mean", "variance")
    return parameters


class Network:
    def __init__(self, parameters):
        self.p = parameters
        self.training = True

    def conv(self, name, number, x):
        weight = self.p[f"{name}.conv{number}.weight"].permute(3, 2, 0, 1)
        kinds = ("scale", "shift", "mean", "variance")
        scale, shift, mean, variance = (self.p[f"{name}.norm{number}.{kind}"] for kind in kinds)
        x = F.conv2d(x, weight, padding=weight.shape[2] // 2)
        return F.batch_norm(x, mean, variance, scale, shift, self.training, momentum=0.1, eps=1e-5)

    def block(self, name, x):
        y = F.leaky_relu(self.conv(name, 1, x), 0.1)
        z = self.conv(name, 2, y)
        return F.leaky_relu(y + z if name.startswith("predictor3") else z, 0.1)

    def module(self, name, x):
        x = F.max_pool2d(self.block(f"{name}.block1", x), 2)
        x = F.avg_pool2d(self.block(f"{name}.block2", x), 2)
        return x.permute(0, 2, 3, 1).flatten(1) @ self.p[f"{name}.fc.weight"] + self.p[f"{name}.fc.bias"]

    def __call__(self, images):
        features = F.max_pool2d(self.block("extractor", images), 2)
        outputs = {name: self.module(name, features) for name in ("predictor1", "predictor2", "predictor3")}
        outputs["discriminator"] = self.module("discriminator", Reversal.apply(features))
        return outputs


def losses(outputs, targets, costs, domains):
    predictors = [outputs[f"predictor{k}"] for k in (1, 2, 3)]
    location = sum(-(targets * F.log_softmax(scores, 1)).sum(1).mean() for scores in predictors)
    mean = sum(F.softmax(scores, 1) for scores in predictors) / 3
    spatial = (costs * mean).sum(1).mean()
    domain = -(domains * F.log_softmax(outputs["discriminator"], 1)).sum(1).mean()
    return location, spatial, domain


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def summary(gradient):
    if gradient.numel() <= WHOLE:
        return numbers(gradient)
    flat = gradient.flatten()
    projection = torch.tensor(Generator(7).draw(flat.numel()).astype(np.float64))
    figures = numbers(torch.stack([flat.sum(), flat @ flat, flat @ projection]))
    return dict(zip(("sum", "squares", "projection"), figures))


def main():
    generator = Generator(1)
    images = torch.tensor(generator.draw(BATCH * SIDE * SIDE).astype(np.float64).reshape(BATCH, 1, SIDE, SIDE))
    network = Network(first_values(generator))
    labels = torch.arange(BATCH)[:, None]
    classes = torch.arange(LOCATIONS)[None, :]
    targets = torch.where(classes == labels, 0.8, 0.05)
    costs = (classes - labels).abs() / LOCATIONS
    domains = (torch.arange(DOMAINS)[None, :] == labels % DOMAINS).double()
    learned = {name: p for name, p in network.p.items() if p.requires_grad}
    optimizer = torch.optim.SGD(learned.values(), lr=RATE, momentum=0.9, weight_decay=1e-4)

    golden = {"losses": {"location": [], "spatial": [], "domain": []}}
    for step in range(STEPS):
        outputs = network(images)
        location, spatial, domain = losses(outputs, targets, costs, domains)
        for name, loss in zip(golden["losses"], (location, spatial, domain)):
            golden["losses"][name] += numbers(loss)
        optimizer.zero_grad()
        (location + GAMMA * spatial + domain).backward()
        if step == 0:
            golden["outputs"] = {name: numbers(output) for name, output in outputs.items()}
            golden["gradients"] = {name: summary(p.grad) for name, p in learned.items()}
        optimizer.step()
        if step == 0:
            network.training = False
            with torch.no_grad():
                golden["evaluation"] = {name: numbers(output) for name, output in network(images).items()}
            network.training = True

    # One line a tensor.
    lines = []
    for section, tensors in golden.items():
        entries = [f'"{name}": {json.dumps(values)}' for name, values in tensors.items()]
        lines.append(f'"{section}": {{' + ",\n".join(entries) + "}")
    with open("golden.json", "w", encoding="utf-8") as file:
        file.write(",\n".join(lines).join(("{\n", "\n}\n")))


main()
